"""Makes notebooks/data/photo-*.jpg: three photographs from scikit-image 0.26.0 as smaller JPEGs, one from scikit-learn as it is.

    python scripts/data/photos.py SCIKIT_IMAGE_WHEEL SCIKIT_LEARN_WHEEL      (pip download --no-deps scikit-image==0.26.0 scikit-learn==1.5.2)

Needs Pillow (13.0.0 gave these files); the printed sha256 are the ones that notebooks/data/SOURCES.md records.
"""
import hashlib
import io
import sys
import zipfile
from pathlib import Path
from PIL import Image

TARGET = Path(__file__).parents[2] / "notebooks" / "data"


def write(name, content):
    (TARGET / name).write_bytes(content)
    print(name, len(content), hashlib.sha256(content).hexdigest())


def jpeg(content):
    result = io.BytesIO()
    Image.open(io.BytesIO(content)).convert("RGB").save(result, "JPEG", quality=90)
    return result.getvalue()


with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name, source in {"astronaut": "astronaut", "cat": "chelsea", "coffee": "coffee"}.items():
        write(f"photo-{name}.jpg", jpeg(wheel.read(f"skimage/data/{source}.png")))
with zipfile.ZipFile(sys.argv[2]) as wheel:
    write("photo-china.jpg", wheel.read("sklearn/datasets/images/china.jpg"))
