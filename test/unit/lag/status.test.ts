import { lagStatus, paceOf, type Sample } from '../../../src/lag/status.js';

const works = { isPresent: true, isWorking: false };

/** `position/left` of each sample. */
function samples(...texts: string[]): Sample[] {
  return texts.map((text) => {
    const [position, left] = text.split('/').map(Number);
    return { position: position!, left: left! };
  });
}

describe("Burrow's rules", () => {
  test.each([
    ['nothing is left', samples('5/9', '5/0'), works, 'OK'],
    ['nothing is left, and nobody is there', samples('5/0'), { ...works, isPresent: false }, 'OK'],
    ['it had caught up within the window', samples('5/0', '5/3', '5/4'), works, 'OK'],
    ['what is left becomes less', samples('5/9', '9/7', '11/7'), works, 'OK'],
    ['it works, and falls behind', samples('5/90', '9/90', '11/120'), works, 'WARN'],
    ['it works, and what it has left came a moment ago', samples('5/9', '9/9', '11/12'), works, 'OK'],
    ['it stands still', samples('5/9', '5/9', '5/12'), works, 'STALLED'],
    ['it stands still, and nothing comes', samples('5/9', '5/9'), works, 'STALLED'],
    ['it has committed nothing yet, but is at work', samples('5/9', '5/12'), { ...works, isWorking: true }, 'OK'],
    ['nobody is there', samples('5/9', '5/9'), { ...works, isPresent: false }, 'STOPPED'],
    ['nobody is there, by one sample', samples('5/9'), { ...works, isPresent: false }, 'STOPPED'],
    ['one sample tells nothing of a consumer that is there', samples('5/9'), works, 'OK'],
    ['it was set back', samples('5/9', '2/12', '3/11'), works, 'REWOUND'],
    ['it was set back after it had caught up', samples('5/0', '2/3'), { ...works, isPresent: false }, 'REWOUND'],
    ['it could not be read', [], works, 'UNKNOWN'],
  ] as const)('%s', (_, window, consumer, status) => {
    expect(lagStatus([...window], paceOf([...window], 2), consumer)).toBe(status);
  });
});

describe('pace', () => {
  test.each([
    ['catches up', samples('100/60', '140/40'), 2, { perSecond: 20, comesPerSecond: 10, catchUpSeconds: 4 }],
    ['falls behind', samples('100/40', '120/60'), 2, { perSecond: 10, comesPerSecond: 20, catchUpSeconds: null }],
    ['has nothing left', samples('100/0', '120/0'), 2, { perSecond: 10, comesPerSecond: 10, catchUpSeconds: 0 }],
    ['is not told by one sample', samples('100/5'), 0, { perSecond: null, comesPerSecond: null, catchUpSeconds: null }],
  ])('it %s', (_, window, seconds, pace) => {
    expect(paceOf(window, seconds)).toEqual(pace);
  });
});
