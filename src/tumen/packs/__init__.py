"""Situations, as files: one folder a pack. No code lives here; `tumen.vocab.load_pack` reads and checks them.

A pack is `pack.yaml` (who it is for, languages, version), `sources.yaml`, `vocab/*.yaml` (one file a
vocabulary) and any number of facts files (`law.yaml`, `figures.yaml`, ...). Most files of a pack are built
from `reference/`: edit them there.
"""
