/**
 * The standard normal distribution to the accuracy of doubles, far out in its tails as well: a test over a million
 * members may well have a p of 1e-40, and it is not 0.
 */

/** 1 ÷ √(2π). */
const densityAtZero = 0.398942280401432677939946;

/** From here on the tail is its continued fraction; nearer to zero it is what the middle leaves of a half. */
const continuedFrom = 1;

/** What is left beyond is less than any double but 0. */
const noDoubleBeyond = 39;

/**
 * e^(−x²/2). The square of a double is rounded, and that error grows with x² in the exponent: the square of x cut to
 * sixteenths is exact, and what it lacks is small (W. J. Cody, 1969).
 */
function bell(x: number): number {
  const cut = Math.trunc(x * 16) / 16;
  return Math.exp((-cut * cut) / 2) * Math.exp((-(x - cut) * (x + cut)) / 2);
}

/** The area between 0 and x: φ(x) (x + x³/3 + x⁵/(3·5) + …), in which nothing cancels out. */
function middle(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; term > sum * Number.EPSILON * 0.125; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return densityAtZero * bell(x) * sum;
}

/**
 * Mills' ratio, tail ÷ density, by Laplace's continued fraction 1/(x + 1/(x + 2/(x + 3/(x + …)))), all of it positive.
 * What is left after n steps is taken for what it comes to far out, (x + √(x² + 4n))/2; the error falls as e^(−2x√n).
 */
function millsRatio(x: number): number {
  const steps = Math.ceil(400 / (x * x)) + 20;
  let rest = (x + Math.sqrt(x * x + 4 * (steps + 1))) / 2;
  for (let step = steps; step > 0; step -= 1) rest = x + step / rest;
  return 1 / rest;
}

/** The probability that a standard normal number is greater than x. */
export function normalTail(x: number): number {
  if (x < -continuedFrom) return 1 - normalTail(-x);
  if (x < 0) return 0.5 + middle(-x);
  if (x < continuedFrom) return 0.5 - middle(x);
  return x > noDoubleBeyond ? 0 : densityAtZero * bell(x) * millsRatio(x);
}

/** The probability that a standard normal number is at most x. */
export function normalCdf(x: number): number {
  return normalTail(-x);
}

/**
 * The x whose tail has a probability of at most a half: Newton's method on the tail's logarithm, which is concave, from
 * above, where it cannot miss: the tail is at most e^(−x²/2).
 */
function tailPoint(probability: number): number {
  let x = Math.sqrt(-2 * Math.log(probability));
  for (let round = 0; round < 100; round += 1) {
    const tail = normalTail(x);
    const step = (Math.log(probability / tail) * tail) / (densityAtZero * bell(x));
    x -= step;
    // It comes down all the way: a step that does not, or none to speak of, is rounding.
    if (step <= x * Number.EPSILON) break;
  }
  return x;
}

/**
 * The number that a standard normal one is at most with this probability.
 *
 * @throws RangeError unless the probability is between 0 and 1, both exclusive
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no probability of a quantile: ${probability}`);
  if (probability === 0.5) return 0;
  return probability < 0.5 ? -tailPoint(probability) : tailPoint(1 - probability);
}
