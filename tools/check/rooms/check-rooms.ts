// Finds imports that cross a wall. Tests are exempt: they may look into any room.
import { posix } from "node:path";
import { type Finding, isTestCode, type SourceFile } from "../source/source-file.ts";
import { type Import, importsOf } from "./imports.ts";
import { type Room, roomOf, ROOMS } from "./rooms.ts";

export function checkRooms(files: readonly SourceFile[]): readonly Finding[] {
  return files.filter((file) => roomOf(file.path) !== null && !isTestCode(file.path)).flatMap(checkFile);
}

function checkFile(file: SourceFile): readonly Finding[] {
  const name = roomOf(file.path) ?? "";
  const room = ROOMS[name];
  const finding = (line: number, message: string): Finding => ({ path: file.path, line, rule: "rooms", message });
  if (room === undefined) return [finding(1, `src/${name} is no room; the rooms are ${Object.keys(ROOMS).join(", ")}`)];
  return importsOf(file).flatMap((found) => {
    const fault = faultOf(found, { path: file.path, name, room });
    return fault === null ? [] : [finding(found.line, fault)];
  });
}

interface Importer {
  readonly path: string;
  readonly name: string;
  readonly room: Room;
}

function faultOf(found: Import, importer: Importer): string | null {
  const { from } = found;
  if (from === null) return "import a literal path: a computed one cannot be checked";
  if (from.startsWith(".")) return faultOfFile(posix.join(posix.dirname(importer.path), from), found, importer);
  if (isPackage(from, "espalier")) return "import the file, not the package's own name";
  const { packages } = importer.room;
  if (packages === undefined || packages.some((name) => isPackage(from, name))) return null;
  return `${importer.name} may not import ${from}; of packages it may import ${packages.join(", ")} only`;
}

function isPackage(from: string, name: string): boolean {
  return from === name || from.startsWith(`${name}/`);
}

function faultOfFile(target: string, found: Import, { name, room }: Importer): string | null {
  const targetRoom = roomOf(target);
  if (targetRoom === null) return `${name} may not import ${target}: sources import only what is under src/`;
  if (isTestCode(target)) return `${name} may not import ${target}: sources do not import tests`;
  if (targetRoom === name || room.rooms.includes(targetRoom)) return null;
  if (room.typesOf?.room === targetRoom) {
    if (found.isTypeOnly || target === room.typesOf.valuesFrom) return null;
    const { valuesFrom } = room.typesOf;
    return `${name} may import only types from ${targetRoom}${valuesFrom === null ? "" : `, and values from ${valuesFrom}`}`;
  }
  const allowed = room.rooms.length === 0 ? "no other room" : room.rooms.join(", ");
  return `${name} may not import ${targetRoom} (${target}); it may import ${allowed}`;
}
