// Writes the recipes that ship, as JSON: `node tools/run.mjs tools/recipes/main.ts`.
//
// A test fails when a file under recipes/ differs from what is built here.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { develop } from './develop.ts';
import { feature } from './feature.ts';
import { recipeText } from './recipe-text.ts';

const folder = join(import.meta.dirname, '../../recipes');
writeFileSync(join(folder, 'develop.ir.json'), recipeText(develop));
writeFileSync(join(folder, 'feature.ir.json'), recipeText(feature));
