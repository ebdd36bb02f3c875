print("l2t")
