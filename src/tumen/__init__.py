"""Tumen, the library: the sciences behind recording, linking, counting and acting on what people told.

Runs in a notebook, offline. Never imports a web framework or a network client, never writes outside the
paths it is given. Begin in the room that carries your question: `names`, `dates`, `linkage`, `estimation`,
`study`.
"""

__version__ = "0.1.0"
