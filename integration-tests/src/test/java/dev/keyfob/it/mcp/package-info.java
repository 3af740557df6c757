/** The bridge to servers of the Model Context Protocol. */
@NullMarked
package dev.keyfob.it.mcp;

import org.jspecify.annotations.NullMarked;
