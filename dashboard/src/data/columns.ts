/**
 * The binary frame in which the server sends tables: a JSON header that describes the columns, then their buffers.
 *
 * Layout: `VRC1`, header length as u32 (little-endian), the header, then the buffers, each at a multiple of 8 from the
 * end of the header. The page runs on little-endian machines only, as every browser does.
 */
import type { Json } from "./model";

const MAGIC = 0x31435256; // "VRC1" read as a little-endian u32
const PREFIX = 8;

type BufferType = "f64" | "f32" | "i32" | "u8" | "u16" | "u32";

interface ColumnHeader {
  name: string;
  type: BufferType | "text" | "sparse";
  offset?: number;
  length?: number;
  values?: Json[] | { [row: string]: Json };
}

interface Header {
  cursor: number;
  rows: number;
  columns: ColumnHeader[];
  [extra: string]: unknown;
}

const ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
} as const;

type UnsignedArray = Uint8Array | Uint16Array | Uint32Array;
export type NumberArray = Float64Array | Float32Array | Int32Array | UnsignedArray;

/** Numbers that stand for the entries of a list; `absent` is the code of a row that has none. */
export interface Codes {
  codes: UnsignedArray;
  levels: Json[];
  absent: number;
}

/** A decoded frame. A column that is not there is empty or null: an older server may not send it. */
export class Columns {
  private constructor(
    private readonly header: Header,
    private readonly buffer: ArrayBuffer,
    private readonly base: number,
  ) {}

  static decode(buffer: ArrayBuffer): Columns {
    const view = new DataView(buffer);
    if (buffer.byteLength < PREFIX || view.getUint32(0, true) !== MAGIC) throw new Error("not a frame of columns");
    const length = view.getUint32(4, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, PREFIX, length))) as Header;
    return new Columns(header, buffer, PREFIX + length);
  }

  get cursor(): number {
    return this.header.cursor;
  }

  get rows(): number {
    return this.header.rows;
  }

  get names(): string[] {
    return this.header.columns.map((column) => column.name);
  }

  extra(name: string): unknown {
    return this.header[name];
  }

  /** The numbers of a column as they were sent (a view, not a copy), or null. */
  numbers(name: string): NumberArray | null {
    const column = this.find(name);
    if (!column || column.type === "text" || column.type === "sparse") return null;
    return new ARRAYS[column.type](this.buffer, this.base + (column.offset ?? 0), column.length ?? 0);
  }

  /** The codes and levels of a column of categories, or null if it is not one. */
  codes(name: string): Codes | null {
    const column = this.find(name);
    const levels = column?.values;
    const codes = this.numbers(name);
    if (!Array.isArray(levels) || !codes || !isUnsigned(codes)) return null;
    return { codes, levels, absent: 2 ** (8 * codes.BYTES_PER_ELEMENT) - 1 };
  }

  /** One string a row; empty if the column is not there. */
  text(name: string): string[] {
    const values = this.find(name)?.values;
    return Array.isArray(values) ? (values as string[]) : [];
  }

  /** The few rows of a column that have a value. */
  sparse(name: string): Map<number, Json> {
    const values = this.find(name)?.values;
    if (!values || Array.isArray(values)) return new Map();
    return new Map(Object.entries(values).map(([row, value]) => [Number(row), value]));
  }

  private find(name: string): ColumnHeader | undefined {
    return this.header.columns.find((column) => column.name === name);
  }
}

function isUnsigned(array: NumberArray): array is UnsignedArray {
  return array instanceof Uint8Array || array instanceof Uint16Array || array instanceof Uint32Array;
}
