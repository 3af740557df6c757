package dev.keyfob.cli.command.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How answers are shown.
 *
 * @param include whether to print the status and the headers first
 * @param output the file for the body; empty for standard output
 * @param jq a filter; empty for none
 * @param template a template; empty for none
 * @param paginate whether to follow links to the next page (RFC 8288)
 * @param slurp whether all pages are to be one array
 */
record ApiView(
    boolean include,
    Optional<String> output,
    Optional<String> jq,
    Optional<String> template,
    boolean paginate,
    boolean slurp) {
  /** What is made of each answer; null if it is shown as it is. */
  @Nullable AnswerFilter filter() {
    Supplier<@Nullable AnswerFilter> none = () -> null;
    return jq.<AnswerFilter>map(JqFilter::of)
        .or(() -> template.map(AnswerTemplate::of))
        .orElseGet(none);
  }
}
