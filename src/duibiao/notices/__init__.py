"""Messages to people: an inbox in the site, and digests by e-mail and by the robots of group chats."""
