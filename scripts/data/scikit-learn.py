"""Makes notebooks/data/{diabetes,breast-cancer,digits,wine}.csv from the data inside scikit-learn 1.5.2 (BSD-3-Clause).

    python scripts/data/scikit-learn.py WHEEL      (pip download --no-deps scikit-learn==1.5.2)

Only headers are added and the two files of diabetes joined; the numbers are the package's. The same wheel gives the same
files, byte for byte; the printed sha256 are the ones that notebooks/data/SOURCES.md records.
"""
import gzip
import hashlib
import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[2] / "notebooks" / "data"
FOLDER = "sklearn/datasets/data/"
DIABETES = "age sex bmi bp tc ldl hdl tch ltg glu progression".split()
MEASURES = "radius texture perimeter area smoothness compactness concavity concavePoints symmetry fractalDimension".split()
CANCER = [f"{statistic}{name[0].upper()}{name[1:]}" for statistic in ("mean", "error", "worst") for name in MEASURES] + ["benign"]

WINE = "alcohol malicAcid ash alcalinity magnesium phenols flavanoids nonflavanoids proanthocyanins colour hue od280 proline cultivar".split()


def write(name, header, lines):
    text = "\n".join([",".join(header), *lines]) + "\n"
    (TARGET / name).write_text(text, encoding="utf-8", newline="\n")
    print(name, hashlib.sha256(text.encode()).hexdigest())


def diabetes(wheel):
    rows = gzip.decompress(wheel.read(FOLDER + "diabetes_data_raw.csv.gz")).decode().split("\n")
    target = gzip.decompress(wheel.read(FOLDER + "diabetes_target.csv.gz")).decode().split()
    pairs = zip([row.split() for row in rows if row.strip()], target, strict=True)
    write("diabetes.csv", DIABETES, [",".join([*row, f"{float(y):g}"]) for row, y in pairs])


def breast_cancer(wheel):
    lines = wheel.read(FOLDER + "breast_cancer.csv").decode().split()
    write("breast-cancer.csv", CANCER, lines[1:])


def digits(wheel):
    rows = gzip.decompress(wheel.read(FOLDER + "digits.csv.gz")).decode().split()
    header = [f"p{row}{column}" for row in range(8) for column in range(8)] + ["digit"]
    write("digits.csv", header, [",".join(f"{float(value):g}" for value in row.split(",")) for row in rows])


def wine(wheel):
    lines = wheel.read(FOLDER + "wine_data.csv").decode().split()
    write("wine.csv", WINE, lines[1:])


with zipfile.ZipFile(sys.argv[1]) as wheel:
    diabetes(wheel)
    breast_cancer(wheel)
    digits(wheel)
    wine(wheel)
    licence = next(name for name in wheel.namelist() if name.endswith("dist-info/COPYING")
                   or name.endswith("licenses/COPYING"))
    (TARGET / "scikit-learn.LICENSE").write_bytes(wheel.read(licence))
