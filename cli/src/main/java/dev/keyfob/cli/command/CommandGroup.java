package dev.keyfob.cli.command;

/**
 * Commands whose names start with the same word.
 *
 * @param word the word
 * @param summary what they are about, in a few words
 * @param text the same in a sentence or two
 * @param examples how they are used, one command a line
 */
public record CommandGroup(String word, String summary, String text, String examples) {}
