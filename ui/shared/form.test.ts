import { expect, test } from 'vitest';
import { Problem } from './api/problem';
import { fieldErrorsOf } from './form';

const problem = (field: string): Problem => new Problem({ status: 422, code: 'field.range', detail: 'Too high.', field, cure: 'Lower it.' });

test('the error stands at its field', () => expect(fieldErrorsOf(problem('fields.floor'), ['title', 'fields.floor'])).toEqual({ 'fields.floor': { message: 'Too high.', cure: 'Lower it.' } }));
test('a path below a shown field counts as that field', () => expect(Object.keys(fieldErrorsOf(problem('parts[1].quantity'), ['parts[0]', 'parts[1]']))).toEqual(['parts[1]']));
test('a whole stands at its first part', () => expect(Object.keys(fieldErrorsOf(problem('place'), ['title', 'place.lat', 'place.lon']))).toEqual(['place.lat']));
test('a field that is not shown has no place', () => expect(fieldErrorsOf(problem('programme_id'), ['title'])).toEqual({}));
