"""Writes the first inputs of each target into Corpus. What else lies there broke a claim once, and is kept."""
import base64, gzip, io, json, pathlib, struct, tarfile, zipfile

here = pathlib.Path(__file__).parent
images = json.loads((here / "../DatasetsTests/Reference/images.json").read_text())


def seed(target, name, content):
    folder = here / "Corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ("seed-" + name)).write_bytes(content if isinstance(content, bytes) else content.encode())


def http(*lines, body=""):
    return "\r\n".join(lines) + "\r\n\r\n" + body


host = "Host: [::1]:8080"
seed("http-requests", "get", http("GET /v1/jobs/a%20b?state=done&q=a+b%C3%A9 HTTP/1.1", host, "Accept: */*;q=0.5"))
seed("http-requests", "absolute", http("GET http://a:80/b?c HTTP/1.1", "Host: a", "Connection: Keep-Alive, close"))
seed("http-requests", "options", http("OPTIONS * HTTP/1.1", "Host:", "X-Empty:", "X-Tab:\t a b\t "))
seed("http-requests", "length", "\r\n" + http(
    "POST /v1/jobs HTTP/1.1", host, "Content-Length: 005", "Expect: 100-continue", body="hello"))
seed("http-requests", "pipeline", http("GET /1 HTTP/1.1", host) + http(
    "PUT /2 HTTP/1.1", host, "Content-Length: 2", body="xy") + http(
    "POST /3 HTTP/1.1", host, "Transfer-Encoding: chunked", body="1;x=\"y\"\r\nz\r\n0\r\nA: b\r\n\r\n")
    + http("DELETE /4 HTTP/1.1", host))
seed("http-requests", "version", http("GET / HTTP/1.0", host))
seed("http-chunks", "two", "3\r\nabc\r\nA;n=v\r\n0123456789\r\n0\r\n\r\n")
seed("http-chunks", "trailer", "1\r\n\n\r\n00\r\nDigest: t\r\nX:\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")
seed("http-chunks", "tiny", "".join("1\r\n%c\r\n" % c for c in b"abcdefgh") + "0\r\n\r\n")
seed("http-chunks", "huge", "fffffffffffffff\r\nabc")
seed("http-gzip", "json", gzip.compress(b'{"task": "classification"}', mtime=0))
seed("http-gzip", "members", gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0))
seed("http-gzip", "zeros", gzip.compress(bytes(5000), mtime=0))

sgd = {"name": "sgd", "learning_rate": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 0.0005}
full = {
    "task": "classification", "name": "digits", "metadata": {"who": "me"}, "priority": 5, "max_attempts": 2,
    "dataset": {"name": "classification-set", "label_noise": 0.4, "imbalance_factor": 10, "subset": 0.5},
    "student": {"architecture": "mlp", "parameters": {"width": 12}},
    "training": {"epochs": 3, "batch_size": 32, "optimizer": sgd, "schedule": "constant", "warmup_epochs": 0.5,
                 "augmentation": ["crop", "flip"], "seed": 7, "device": "cpu", "precision": "float64",
                 "evaluation_interval": 2},
    "teaching": {"method": "dfm", "metrics": ["brier", "focal"], "interval": 5, "objective": "cross_entropy",
                 "holdout": {"mode": "rotating", "fraction": 0.2},
                 "selection": {"threshold": 0.5, "minimum": 1, "warmup": 10},
                 "teacher": {"hidden": 8, "window": 3, "learning_rate": 0.01, "floor": 0.1, "entropy": 0.3, "from": None}},
    "limits": {"max_seconds": 60, "max_memory_mb": 512, "start_within_seconds": 5},
    "notify": {"url": "https://a.example:8443/x?y=1", "secret": "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"},
}
short = {"task": "classification"}
adam = {**short, "training": {"optimizer": {"name": "adamw", "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-8}}}
fixed = {**short, "teaching": {"method": "fixed", "weights": {"brier": 3, "focal": 1}}}
segmentation = {"task": "segmentation", "dataset": {"image_size": [64, 96]}, "teaching": {"holdout": {"mode": "validation"}}}
detection = {"task": "detection", "dataset": {"image_size": None, "invalid_boxes": "clip"}}
wrong = {"task": "x", "colour": 1, "dataset": {"name": "detection-broken"}, "training": {"epochs": 0, "seed": 1e99},
         "metadata": {"": None, "a/b~c": 1}, "teaching": {"metrics": []}, "notify": {"url": "ftp://a"}}
for name, value in [("full", full), ("short", short), ("adam", adam), ("fixed", fixed), ("segmentation", segmentation),
                    ("detection", detection), ("wrong", wrong)]:
    seed("json-specification", name, json.dumps(value))
for name, value in [
    ("short", {"specification": short}), ("full", {"specification": full, "name": "n", "methods": ["dfm", "best-single"],
                                                   "seeds": [5, 0, 9007199254740992], "metric": "loss"}),
    ("fixed", {"specification": fixed, "methods": ["fixed", "reference", "uniform"], "seeds": 3}),
    ("wrong", {"specification": wrong, "methods": ["dfm", "sgd", "dfm"], "seeds": [1, 1, -2, "x"], "size": 1}),
]:
    seed("json-comparison", name, json.dumps(value))

small = struct.pack(">IIII", 2051, 4, 2, 3) + bytes(range(24))
labels = struct.pack(">II", 2049, 4) + bytes([0, 1, 2, 0])
for name, content in [("images", small), ("labels", labels)]:
    seed("idx", name, content)
    seed("idx", name + ".gz", gzip.compress(content, mtime=0))
seed("idx", "members.gz", gzip.compress(small[:9], mtime=0) + gzip.compress(small[9:], mtime=0))
seed("idx", "promise", struct.pack(">IIII", 2051, 1 << 31, 1, 1))
arrays = json.loads((here / "../DatasetsTests/Reference/arrays.json").read_text())["cases"]
for name, case, file in [("stored", "keras", "mnist.npz"), ("deflated", "compressed", "data.npz"),
                         ("array.images", "a file for each array", "x_train.npy"),
                         ("array.labels", "a file for each array", "y_train.npy")]:
    seed("npz", name, base64.b64decode(arrays[case]["files"][file]))


def npy(kind, shape, values, version=1):
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", len(text)) + text + values


seed("npz", "array.halves", npy("<f2", (2, 2), struct.pack("<4e", 0, 0.25, 0.5, 1), version=3))
seed("npz", "array.promise", npy("|u1", (1 << 20, 40, 40), b"abc", version=2))
row = "16,0,5,7," + "1," * 60 + "9"
seed("optdigits", "rows", (row + "\n") * 2)
seed("optdigits", "windows", row + "\r\n" + row)

seed("safetensors", "golden", (here / "../TorchTests/Reference/golden.safetensors").read_bytes())


def tensors(header, content=b""):
    return struct.pack("<Q", len(header)) + header.encode() + content


seed("safetensors", "two", tensors(
    '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"BOOL","shape":[1,1],"data_offsets":[8,9]}}',
    bytes(8) + b"\1"))
seed("safetensors", "escapes", tensors(r'{"__metadata__":{"\ud83d\ude00\n":"\u00e9"},"":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}  '))
for name, method in [("stored", zipfile.ZIP_STORED), ("deflated", zipfile.ZIP_DEFLATED)]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for file, text in [("m/data.pkl", "\x80\x02}q\x00." * 4), ("m/version", "3\n")]:
            archive.writestr(zipfile.ZipInfo(file), text, method)
    seed("torchscript-zip", name, buffer.getvalue())
buffer = io.BytesIO()
with zipfile.ZipFile(buffer, "w") as archive:
    with archive.open(zipfile.ZipInfo("m/wide"), "w", force_zip64=True) as file:
        file.write(b"wide")
seed("torchscript-zip", "zip64", buffer.getvalue())

def tar(entries, mode="w"):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode, format=tarfile.PAX_FORMAT) as archive:
        for name, kind, content in entries:
            info = tarfile.TarInfo(name)
            info.type, info.size = kind, len(content)
            info.linkname = "/etc/passwd" if kind in [tarfile.SYMTYPE, tarfile.LNKTYPE] else ""
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue().rstrip(b"\0") + bytes(1024)


plain = [("set/", tarfile.DIRTYPE, b""), ("set/a.txt", tarfile.REGTYPE, b"one"), ("set/b/ü.txt", tarfile.REGTYPE, b"two")]
seed("archives", "tar", tar(plain))
seed("archives", "tar.gz", gzip.compress(tar(plain), mtime=0))
seed("archives", "links.gz", gzip.compress(tar([("a", tarfile.REGTYPE, b"1"), ("b", tarfile.SYMTYPE, b"")]), mtime=0))
seed("archives", "outside.gz", gzip.compress(tar([("../a", tarfile.REGTYPE, b"1"), ("/b", tarfile.REGTYPE, b"2")]), mtime=0))
for name, method in [("zip", zipfile.ZIP_STORED), ("deflated.zip", zipfile.ZIP_DEFLATED)]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("set/"), "")
        archive.writestr(zipfile.ZipInfo("set/a.txt"), "one " * 20, method)
        archive.writestr(zipfile.ZipInfo("set/../b"), "two", method)
    seed("archives", name, buffer.getvalue())

picture = {"id": 7, "file_name": "a.png", "width": 20, "height": 10}
categories = [{"id": 30, "name": "cat"}, {"id": 4, "name": "dog"}]
boxes = [
    {"id": 1, "image_id": 7, "category_id": 30, "bbox": [2, 3, 4, 5]},
    {"id": 2, "image_id": 7, "category_id": 4, "bbox": [0.5, 1e0, 19.5, 9], "area": 12.5, "iscrowd": 1},
]
out = [{"id": 3, "image_id": 8, "category_id": 5, "bbox": [-5, 3, 400, 5], "iscrowd": True}]
seed("coco", "boxes", json.dumps({"images": [picture], "annotations": boxes, "categories": categories}))
seed("coco", "outside", json.dumps({"images": [picture], "annotations": boxes[:1] + out, "categories": categories}))
seed("coco", "none", json.dumps({"images": [picture], "annotations": [], "categories": categories}))


def voc(objects, size="<width>20</width><height>10</height>"):
    return f"<annotation><filename>a.png</filename><size>{size}<depth>3</depth></size>{objects}</annotation>"


def thing(box, rest=""):
    sides = "".join(f"<{side}>{value}</{side}>" for side, value in zip(["xmin", "ymin", "xmax", "ymax"], box))
    return f"<object><name>dog</name>{rest}<bndbox>{sides}</bndbox></object>"


seed("voc", "one", voc(thing([3, 4, 6, 8])))
seed("voc", "two", '<?xml version="1.0" encoding="UTF-8"?>\n' + voc(
    thing([1, 1, 20, 10], "<difficult>1</difficult>") + thing([1.5, 2, 9, 9.25], "<pose>&amp;&#228;</pose>")))
seed("voc", "outside", voc(thing([-3, 4, 600, 8]) + thing([30, 4, 60, 8])))
seed("voc", "entity", '<!DOCTYPE a [<!ENTITY b "c">]>' + voc(thing([1, 1, 2, 2])))

classes = '{"ignore_index": 9, "classes": [{"id": 1, "name": "b"}, {"id": 0, "name": "a", "color": [1, 2, 3]}]}'
seed("mask-lists", "blank", classes + "\0images/a.png masks/a.png\n")
seed("mask-lists", "tab", classes + "\0\r\nimages/b c.png\tmasks/a.png\r\n\r\nimages/a.png\tmasks/a.png")
seed("dataset-json", "idx", json.dumps({
    "format": "idx", "title": "Letters", "classes": ["a", "b"], "files": {"training_images": "a/b.idx.gz"}}))
seed("dataset-json", "coco", json.dumps({"format": "coco", "files": {"test_annotations": "x.json"}}))

for kind in ["jpeg", "png"]:
    for image in images[kind]:
        content = base64.b64decode(image["file"])
        if len(content) <= 800 or image["name"] in ["4:2:0", "progressive"]:
            seed("images", kind + "-" + image["name"].replace(" ", "-").replace(":", ""), content)
