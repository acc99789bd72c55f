"""Notebooks as students write them."""

import json


def book(*cells: str | tuple[str, str], **more: object) -> bytes:
    """Return a notebook of code cells; a pair is a cell of another type."""
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    listed = [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in pairs]
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": listed} | more).encode()
