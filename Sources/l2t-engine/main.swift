print("l2t-engine")
