"""Channels of messages: the robots of group chats, the hour of digests, quiet hours."""
