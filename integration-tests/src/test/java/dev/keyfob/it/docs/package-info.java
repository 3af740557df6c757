/** What the README and the guides tell readers to type. */
@NullMarked
package dev.keyfob.it.docs;

import org.jspecify.annotations.NullMarked;
