/** Puts the fields of one message of protobuf together. */
export class WireWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  /** A field with bytes: a text, a message, a list's element. */
  bytes(number: number, value: Uint8Array): void {
    this.varint(number * 8 + 2);
    this.varint(value.length);
    this.add(value);
  }

  /** A field with a whole number; negative ones as Go writes them, in ten bytes. */
  integer(number: number, value: number): void {
    this.varint(number * 8);
    if (value >= 0) return this.varint(value);
    let rest = BigInt.asUintN(64, BigInt(value));
    const bytes: number[] = [];
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    this.add(Uint8Array.from([...bytes, Number(rest)]));
  }

  /** A field with a floating-point number. */
  double(number: number, value: number): void {
    this.varint(number * 8 + 1);
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setFloat64(0, value, true);
    this.add(bytes);
  }

  /** The whole message. */
  finish(): Uint8Array {
    return Buffer.concat(this.parts, this.length);
  }

  private varint(value: number): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
    this.add(Uint8Array.from(bytes));
  }

  private add(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }
}
