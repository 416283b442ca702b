/**
 * Files out of and into the browser.
 */

/** A file far larger than any form is not even read. */
const LARGEST = 20_000_000;

/** A file that cannot be text of ours; `code` is that of the message in the words' table `errors`. */
export class FileError extends Error {
  /**
   * @param {"file-too-large" | "file-not-text" | "file-unreadable"} code
   * @param {Record<string, string | number>} [facts]
   */
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/**
 * The text of a file that a person chose.
 * @param {File} file
 */
export async function readText(file) {
  if (file.size > LARGEST) throw new FileError("file-too-large", { length: file.size });
  let content;
  try {
    content = await file.arrayBuffer();
  } catch (error) {
    // a folder, or a file that was changed or taken away since it was chosen
    throw new FileError("file-unreadable", { reason: error instanceof DOMException ? error.name : "?" });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    throw new FileError("file-not-text");
  }
}

/**
 * Give a person a file to keep.
 * @param {string} name
 * @param {string | Blob} content  a text is JSON
 */
export function download(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type: "application/json" }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
