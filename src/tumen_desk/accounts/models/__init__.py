"""Tables of accounts: who works here, how they sign in, whom they asked, whose identity they opened."""

from tumen_desk.accounts.models.approval import Approval
from tumen_desk.accounts.models.circle import Circle, Enclosed, Seat
from tumen_desk.accounts.models.look import Alarm, Look
from tumen_desk.accounts.models.signing import Attempt, Passkey, RecoveryCode, Totp
from tumen_desk.accounts.models.user import Role, User

__all__ = [
    "Alarm",
    "Approval",
    "Attempt",
    "Circle",
    "Enclosed",
    "Look",
    "Passkey",
    "RecoveryCode",
    "Role",
    "Seat",
    "Totp",
    "User",
]
