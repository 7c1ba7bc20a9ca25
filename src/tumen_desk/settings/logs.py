"""Log lines that repeat nothing of what somebody typed: an address can hold a name, and a traceback a testimony."""

from __future__ import annotations

import logging


class WithoutWords(logging.Filter):
    """Leaves of Django's own lines which logger spoke, the status that was answered, and the kind of error."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django"):
            kind = record.exc_info[0] if record.exc_info else None
            record.msg = "%s: %s %s"
            record.args = (record.name, getattr(record, "status_code", ""), kind.__name__ if kind else "")
            record.exc_info, record.exc_text, record.stack_info = None, None, None
        return True
