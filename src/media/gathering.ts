import type { ClockPort } from '../phone/ports.js';

interface GatheringOptions {
  /** Whether a STUN or TURN server is configured. */
  readonly hasIceServers: boolean;
  /** Ms after which the description leaves with what there is. */
  readonly timeout: number;
  readonly clock: ClockPort;
}

/** After the first candidate that reaches through a NAT, others of its kind come soon. Ms. */
const grace = 50;

/**
 * Resolves when a description has the candidates it should not leave without: with no ICE server at the first
 * candidate (there is nothing better to come: the far side learns the other addresses from our checks), else at
 * the first server-reflexive or relay candidate and a short grace, in any case at the time-out. Call it when the
 * description has been set.
 */
export function enoughCandidates(pc: RTCPeerConnection, options: GatheringOptions): Promise<void> {
  const { hasIceServers, timeout, clock } = options;
  return new Promise((resolve) => {
    const cancels = [clock.after(timeout, done)];
    const known = pc.localDescription?.sdp ?? '';
    // Right after an ICE restart the state is still that of the gathering before; the description is not.
    const isComplete = pc.iceGatheringState === 'complete' && known.includes('a=candidate:');
    if (isComplete || (!hasIceServers && known.includes('a=candidate:'))) {
      done();
      return;
    }
    if (/ typ (srflx|relay)/.test(known)) cancels.push(clock.after(grace, done));
    pc.addEventListener('icecandidate', onCandidate);
    pc.addEventListener('icegatheringstatechange', onState);

    function onCandidate({ candidate }: RTCPeerConnectionIceEvent): void {
      if (candidate === null) done();
      else if (candidate.candidate === '') return;
      else if (!hasIceServers) done();
      else if (candidate.type !== 'host') cancels.push(clock.after(grace, done));
    }
    function onState(): void {
      // A closed connection gathers nothing any more.
      if (pc.iceGatheringState === 'complete' || pc.signalingState === 'closed') done();
    }
    function done(): void {
      for (const cancel of cancels) cancel();
      pc.removeEventListener('icecandidate', onCandidate);
      pc.removeEventListener('icegatheringstatechange', onState);
      resolve();
    }
  });
}
