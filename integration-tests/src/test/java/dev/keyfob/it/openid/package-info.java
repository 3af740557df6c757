/** The official conformance suite of OpenID Connect and FAPI, with keyfob as the client. */
@NullMarked
package dev.keyfob.it.openid;

import org.jspecify.annotations.NullMarked;
