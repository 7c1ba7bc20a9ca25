"""Reading what came in: candidates of a document that a person accepts or dismisses, and drafts checked before they go.

What `tumen.reading` finds waits here and is no fact: accepting it puts it where it belongs (the ledger of published
figures, the recommendations that are followed, the form of coding), with its passage and who accepted it.
"""
