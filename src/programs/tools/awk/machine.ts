import { formatPrintf } from '../../shell/printf.ts';
import { UsageError } from '../support/options.ts';
import { posixRegex } from '../support/regex.ts';
import type { AwkProgram, Expression, Statement } from './ast.ts';
import { callBuiltin, isBuiltin } from './functions.ts';
import { splitFields } from './split.ts';
import { InputText, compareValues, isTrue, toNumber, toText } from './values.ts';
import type { Value } from './values.ts';

export type AwkArray = Map<string, Value>;

/** What the machine needs of the outside. */
export interface AwkOutside {
  readonly print: (text: string) => void;
  readonly printTo: (operator: '>' | '>>' | '|', name: string, text: string) => void;
  /** The next record of the input, or a line of a file. */
  readonly nextRecord: () => string | undefined;
  readonly nextLine: (file: string) => string | undefined;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly close: (name: string) => number;
}

/** How a statement ended, when not in order. */
type Ending = 'next' | 'break' | 'continue' | 'exit' | 'return' | undefined;

const greatestLoop = 5_000_000;
const greatestDepth = 200;

/** Runs awk's statements over fields, variables and arrays. */
export class AwkMachine {
  readonly globals = new Map<string, Value>();
  readonly arrays = new Map<string, AwkArray>();
  readonly outside: AwkOutside;
  exitStatus: number | undefined;
  private readonly program: AwkProgram;
  private fields: Value[] | undefined;
  private record = '';
  private isRecordStale = false;
  private returned: Value | undefined;
  private depth = 0;
  private locals: Map<string, Value | AwkArray> | undefined;
  private parameterNames: ReadonlySet<string> = new Set();
  private loops = 0;

  constructor(program: AwkProgram, outside: AwkOutside) {
    this.program = program;
    this.outside = outside;
    for (const [name, value] of [['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['RS', '\n'], ['SUBSEP', '\u001c'], ['CONVFMT', '%.6g'], ['OFMT', '%.6g']] as const) this.globals.set(name, value);
    for (const name of ['NR', 'FNR', 'NF', 'RSTART']) this.globals.set(name, 0);
    this.globals.set('RLENGTH', -1);
  }

  /** Takes a new record; its fields are cut when they are asked for. */
  setRecord(text: string): void {
    this.record = text;
    this.fields = undefined;
    this.isRecordStale = false;
  }

  /** Runs a statement to its end. */
  run(statement: Statement): Ending {
    switch (statement.type) {
      case 'expression':
        this.evaluate(statement.expression);
        return undefined;
      case 'print':
      case 'printf':
        this.print(statement);
        return undefined;
      case 'block':
        for (const inner of statement.body) {
          const ending = this.run(inner);
          if (ending) return ending;
        }
        return undefined;
      case 'if':
        if (isTrue(this.evaluate(statement.condition))) return this.run(statement.then);
        return statement.otherwise ? this.run(statement.otherwise) : undefined;
      case 'while': return this.while(statement);
      case 'for': return this.for(statement);
      case 'for-in': return this.forIn(statement);
      case 'delete':
        if (statement.index) this.array(statement.name).delete(this.subscript(statement.index));
        else this.array(statement.name).clear();
        return undefined;
      case 'next':
      case 'break':
      case 'continue': return statement.type;
      case 'exit':
        if (statement.value) this.exitStatus = toNumber(this.evaluate(statement.value)) & 255;
        this.exitStatus ??= 0;
        return 'exit';
      case 'return':
        this.returned = statement.value ? this.evaluate(statement.value) : undefined;
        return 'return';
    }
  }

  private while({ condition, body, isAfter }: Statement & { type: 'while' }): Ending {
    for (let isFirst = true; (isAfter && isFirst) || isTrue(this.evaluate(condition)); isFirst = false) {
      this.guard();
      const ending = this.run(body);
      if (ending === 'break') break;
      if (ending && ending !== 'continue') return ending;
    }
    return undefined;
  }

  private for({ start, condition, step, body }: Statement & { type: 'for' }): Ending {
    for (if_(start, (statement) => this.run(statement)); !condition || isTrue(this.evaluate(condition)); if_(step, (statement) => this.run(statement))) {
      this.guard();
      const ending = this.run(body);
      if (ending === 'break') break;
      if (ending && ending !== 'continue') return ending;
    }
    return undefined;
  }

  private forIn({ name, array, body }: Statement & { type: 'for-in' }): Ending {
    for (const key of [...this.array(array).keys()]) {
      this.assignVariable(name, new InputText(key));
      const ending = this.run(body);
      if (ending === 'break') break;
      if (ending && ending !== 'continue') return ending;
    }
    return undefined;
  }

  private guard(): void {
    if (++this.loops > greatestLoop) throw new UsageError('a loop does not end', { hasHint: false, status: 2 });
  }

  private print({ type, args, target }: Statement & { type: 'print' | 'printf' }): void {
    let text: string;
    if (type === 'printf') {
      const [format, ...values] = args.map((arg) => this.evaluate(arg));
      text = formatPrintf(toText(format), values.map((value) => toText(value, '%.17g'))).text;
    } else {
      const format = this.text('OFMT');
      text = (args.length === 0 ? this.field(0) : args.map((arg) => toText(this.evaluate(arg), format)).join(this.text('OFS'))) + this.text('ORS');
    }
    if (target) this.outside.printTo(target.operator, toText(this.evaluate(target.name)), text);
    else this.outside.print(text);
  }

  /** The value of an expression; undefined for what was never set. */
  evaluate(expression: Expression): Value | undefined {
    switch (expression.type) {
      case 'number':
      case 'string': return expression.value;
      case 'regex': return posixRegex(expression.source, { isExtended: true }).test(this.field(0)) ? 1 : 0;
      case 'variable': return this.variable(expression.name);
      case 'field': return this.fieldValue(toNumber(this.evaluate(expression.index)));
      case 'element': return this.element(expression.name, this.subscript(expression.index));
      case 'assign': return this.assign(expression);
      case 'conditional': return this.evaluate(isTrue(this.evaluate(expression.condition)) ? expression.whenTrue : expression.whenFalse);
      case 'binary': return this.binary(expression);
      case 'unary': return this.unary(expression);
      case 'step': {
        const before = toNumber(this.evaluate(expression.target));
        this.store(expression.target, before + expression.by);
        return expression.isBefore ? before + expression.by : before;
      }
      case 'in': return this.array(expression.name).has(this.subscript(expression.index)) ? 1 : 0;
      case 'call': return this.call(expression);
      case 'getline': return this.getline(expression);
    }
  }

  private unary({ operator, operand }: Expression & { type: 'unary' }): number {
    const value = this.evaluate(operand);
    if (operator === '!') return isTrue(value) ? 0 : 1;
    return operator === '-' ? -toNumber(value) : toNumber(value);
  }

  private binary({ operator, left, right }: Expression & { type: 'binary' }): Value {
    if (operator === '&&') return isTrue(this.evaluate(left)) && isTrue(this.evaluate(right)) ? 1 : 0;
    if (operator === '||') return isTrue(this.evaluate(left)) || isTrue(this.evaluate(right)) ? 1 : 0;
    if (operator === '~' || operator === '!~') {
      const isMatch = this.regexOf(right).test(toText(this.evaluate(left)));
      return isMatch === (operator === '~') ? 1 : 0;
    }
    const a = this.evaluate(left);
    const b = this.evaluate(right);
    switch (operator) {
      case ' ': return toText(a, this.text('CONVFMT')) + toText(b, this.text('CONVFMT'));
      case '<': return compareValues(a, b) < 0 ? 1 : 0;
      case '<=': return compareValues(a, b) <= 0 ? 1 : 0;
      case '>': return compareValues(a, b) > 0 ? 1 : 0;
      case '>=': return compareValues(a, b) >= 0 ? 1 : 0;
      case '==': return compareValues(a, b) === 0 ? 1 : 0;
      case '!=': return compareValues(a, b) === 0 ? 0 : 1;
      default: return calculate(operator, toNumber(a), toNumber(b));
    }
  }

  private assign({ target, operator, value }: Expression & { type: 'assign' }): Value | undefined {
    const right = this.evaluate(value);
    const result = operator === '=' ? (right ?? '') : calculate(operator.slice(0, -1), toNumber(this.evaluate(target)), toNumber(right));
    this.store(target, result);
    return result;
  }

  /** Stores a value where an expression points. */
  store(target: Expression, value: Value): void {
    if (target.type === 'variable') this.assignVariable(target.name, value);
    else if (target.type === 'element') this.array(target.name).set(this.subscript(target.index), value);
    else if (target.type === 'field') this.assignField(toNumber(this.evaluate(target.index)), value);
  }

  /** An expression as a regular expression: literally one, or the text of a value. */
  regexOf(expression: Expression, flags = ''): RegExp {
    return posixRegex(expression.type === 'regex' ? expression.source : toText(this.evaluate(expression)), { isExtended: true, flags });
  }

  private subscript(index: readonly Expression[]): string {
    return index.map((part) => toText(this.evaluate(part))).join(index.length > 1 ? this.text('SUBSEP') : '');
  }

  private element(name: string, key: string): Value | undefined {
    const array = this.array(name);
    const value = array.get(key);
    if (value === undefined) array.set(key, new InputText(''));
    return value;
  }

  /** The array of that name; made when it is first asked for. */
  array(name: string): AwkArray {
    if (this.parameterNames.has(name)) {
      const local = this.locals?.get(name);
      if (local instanceof Map) return local;
      const made: AwkArray = new Map();
      this.locals?.set(name, made);
      return made;
    }
    let array = this.arrays.get(name);
    if (!array) this.arrays.set(name, (array = new Map()));
    return array;
  }

  private variable(name: string): Value | undefined {
    if (this.parameterNames.has(name)) {
      const local = this.locals?.get(name);
      return local instanceof Map ? undefined : local;
    }
    if (name === 'NF') this.cut();
    return this.globals.get(name);
  }

  assignVariable(name: string, value: Value): void {
    if (this.parameterNames.has(name)) {
      this.locals?.set(name, value);
      return;
    }
    this.globals.set(name, value);
    if (name === 'NF') {
      const fields = this.cut();
      fields.length = Math.max(0, Math.min(10_000, toNumber(value)));
      for (let i = 0; i < fields.length; i++) fields[i] ??= '';
      this.isRecordStale = true;
    }
  }

  text(name: string): string {
    return toText(this.globals.get(name));
  }

  /** The text of a field; 0 is the record. */
  field(index: number): string {
    return toText(this.fieldValue(index));
  }

  private fieldValue(index: number): Value | undefined {
    if (index < 0) throw new UsageError(`trying to access out of range field ${index}`, { hasHint: false, status: 2 });
    if (index !== 0) return this.cut()[index - 1];
    if (this.isRecordStale) {
      this.record = this.cut().map((value) => toText(value)).join(this.text('OFS'));
      this.isRecordStale = false;
    }
    return new InputText(this.record);
  }

  private assignField(index: number, value: Value): void {
    if (index === 0) return this.setRecord(toText(value));
    const fields = this.cut();
    while (fields.length < index - 1 && fields.length < 10_000) fields.push('');
    fields[index - 1] = value;
    this.globals.set('NF', fields.length);
    this.isRecordStale = true;
  }

  private cut(): Value[] {
    if (!this.fields) {
      this.fields = splitFields(this.record, this.text('FS')).map((text) => new InputText(text));
      this.globals.set('NF', this.fields.length);
    }
    return this.fields;
  }

  private call({ name, args }: Expression & { type: 'call' }): Value | undefined {
    const definition = this.program.functions.get(name);
    if (!definition) {
      if (!isBuiltin(name)) throw new UsageError(`calling undefined function ${name}`, { hasHint: false, status: 2 });
      return callBuiltin(this, name, args);
    }
    if (++this.depth > greatestDepth) throw new UsageError(`function ${name} nested too deeply`, { hasHint: false, status: 2 });
    const locals = new Map<string, Value | AwkArray>();
    for (const [index, parameter] of definition.parameters.entries()) {
      const argument = args[index];
      if (!argument) continue;
      const isArray = argument.type === 'variable' && this.isArray(argument.name);
      const value = isArray && argument.type === 'variable' ? this.array(argument.name) : this.evaluate(argument);
      if (value !== undefined) locals.set(parameter, value);
    }
    const [outerLocals, outerNames] = [this.locals, this.parameterNames];
    [this.locals, this.parameterNames] = [locals, new Set(definition.parameters)];
    const ending = this.run(definition.body);
    [this.locals, this.parameterNames] = [outerLocals, outerNames];
    this.depth--;
    const { returned } = this;
    this.returned = undefined;
    return ending === 'return' ? returned : undefined;
  }

  private isArray(name: string): boolean {
    return this.parameterNames.has(name) ? this.locals?.get(name) instanceof Map : this.arrays.has(name) && !this.globals.has(name);
  }

  private getline({ target, file }: Expression & { type: 'getline' }): number {
    const line = file ? this.outside.nextLine(toText(this.evaluate(file))) : this.outside.nextRecord();
    if (line === undefined) return 0;
    if (!file) this.globals.set('NR', toNumber(this.globals.get('NR')) + 1);
    if (target) this.store(target, new InputText(line));
    else this.setRecord(line);
    return 1;
  }
}

function if_(statement: Statement | undefined, run: (statement: Statement) => void): void {
  if (statement) run(statement);
}

function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '^': return left ** right;
    default:
      if (right === 0) throw new UsageError(`division by zero${operator === '%' ? ' in %' : ''}`, { hasHint: false, status: 2 });
      return operator === '%' ? left % right : left / right;
  }
}
