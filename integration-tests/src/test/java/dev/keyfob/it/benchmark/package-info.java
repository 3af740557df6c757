/** What the benchmarks under integration-tests/benchmarks run against. */
package dev.keyfob.it.benchmark;
