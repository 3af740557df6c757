package dev.keyfob.auth.api;

import dev.keyfob.auth.api.stability.Stable;

/**
 * A login whose first half is done. The ticket names it to {@link Keyfob#finishLogin}, on this
 * machine and for this user only.
 *
 * @param ticket the ticket
 * @param key whose credential it will be
 * @param started what the person needs to confirm it
 */
@Stable
public record LoginTicket(String ticket, AccountKey key, StartedLogin started) {}
