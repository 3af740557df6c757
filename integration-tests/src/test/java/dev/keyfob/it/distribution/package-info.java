/** The folder that the build makes for people who have no Java and no build. */
@NullMarked
package dev.keyfob.it.distribution;

import org.jspecify.annotations.NullMarked;
