/** Jars of strangers, in the plugin folder of the real program and on the module path of others. */
@NullMarked
package dev.keyfob.it.plugin;

import org.jspecify.annotations.NullMarked;
