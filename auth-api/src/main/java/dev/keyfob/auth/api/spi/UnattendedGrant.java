package dev.keyfob.auth.api.spi;

import dev.keyfob.auth.api.RenewableCredential;
import dev.keyfob.auth.api.stability.Evolving;

/**
 * A credential that a profile gives the means to obtain without a person, such as the token of a
 * job that its platform vouches for.
 *
 * @param credential stands for it until it is first obtained: expired, renewable, and with the
 *     {@link RenewableCredential#grant()} of those that it will be replaced by
 * @param chain how it is obtained, for people: source, grant and where it is sent
 */
@Evolving
public record UnattendedGrant(RenewableCredential credential, String chain) {}
