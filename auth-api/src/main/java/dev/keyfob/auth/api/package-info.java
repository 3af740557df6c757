/** The types that programs use: {@link dev.keyfob.auth.api.Keyfob} is the way in. */
package dev.keyfob.auth.api;
