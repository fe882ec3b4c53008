"""Every conversation there is. A new one is a module here, its texts, and its line in the list."""

from dialogs.conversation import Conversation
from dialogs.conversations.balance import Balance
from dialogs.conversations.detail import Detail
from dialogs.conversations.doubt import Doubt
from dialogs.conversations.letters import Letters
from dialogs.conversations.logout import Logout
from dialogs.conversations.menu import Menu
from dialogs.conversations.notice import Notice
from dialogs.conversations.password import Password
from dialogs.conversations.people import People
from dialogs.conversations.promised import Promised
from dialogs.conversations.resume import Resume
from dialogs.conversations.services import Services
from dialogs.conversations.spending import Spent
from dialogs.conversations.stop import Stop
from dialogs.conversations.tariffs import Tariffs

CONVERSATIONS: tuple[Conversation, ...] = (
    Menu(),
    Balance(),
    Services(),
    Tariffs(),
    Password(),
    Stop(),
    Spent(),
    Detail(),
    Letters(),
    Notice(),
    Resume(),
    Promised(),
    People(),
    Doubt(),
    Logout(),
)
