import type { Core, UserAgent } from 'sip.js';
import type { LogPort } from '../phone/ports.js';

/**
 * A patch of SIP.js 0.21, which pairs a response with its request by branch and method alone: a 2xx of another dialog
 * was taken for the answer to a re-INVITE of ours, and the call ended with `Reason: SIP;cause=488`. What a response
 * has to copy from the request (RFC 3261 §8.2.6.2) must be the request's, or the response is dropped.
 */
export function takeOwnResponses({ userAgentCore: core }: UserAgent, log: LogPort): void {
  const receive = core.receiveIncomingResponseFromTransport.bind(core);
  core.receiveIncomingResponseFromTransport = (response) => {
    const request = core.userAgentClients.get(response.viaBranch + response.method)?.message;
    if (request && answers(response, request)) receive(response);
    else log.info(`a ${response.statusCode ?? ''} response to ${response.method} is not to a request of ours`);
  };
}

function answers(response: Core.IncomingResponseMessage, request: Core.OutgoingRequestMessage): boolean {
  const { callId, fromTag, cseq, toTag } = request;
  return (
    response.callId === callId &&
    response.fromTag === fromTag &&
    response.cseq === cseq &&
    // Outside a dialog the tag is theirs to choose, and each fork chooses another (§13.2.2.4).
    (!toTag || response.toTag === toTag || response.statusCode === 100)
  );
}
