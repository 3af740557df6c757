/** The documentation, held to the work tree. */
@NullMarked
package dev.keyfob.it.documentation;

import org.jspecify.annotations.NullMarked;
