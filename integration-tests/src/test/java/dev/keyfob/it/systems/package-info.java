/** The four systems that keyfob stands in for, each played by a stand-in on this machine. */
@NullMarked
package dev.keyfob.it.systems;

import org.jspecify.annotations.NullMarked;
