"""Put another key for a CA into a program whose list of CAs is compiled in.

    anchor.py PROGRAM CERTIFICATE OTHER-CERTIFICATE COPY
"""
import os
import subprocess
import sys


def key(certificate):
    """The public key as it stands in a certificate: a point of P-256."""
    pem = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"],
                         check=True, capture_output=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=pem,
                         check=True, capture_output=True).stdout
    return der[-65:]


program, theirs, ours, copy = sys.argv[1:]
with open(program, "rb") as f:
    octets = f.read()
if octets.count(key(theirs)) != 1:
    sys.exit("the CA's key is not there, or more than once")
with open(copy, "wb") as f:
    f.write(octets.replace(key(theirs), key(ours)))
os.chmod(copy, 0o755)
