/* global BfcWebphoneSDK */
/**
 * The example of the vendor's page, word for word (the typing error too) but for the account and, because it is not
 * at the vendor's, for `baseURL`. In a file of its own: the lab's pages may run no inline script.
 */
const sdk = new BfcWebphoneSDK();
sdk.init(
  {
    username: 'an.nguyen@demo.vn',
    password: 'demo-1001',
    baseURL: location.origin,
    listeners: {
      registered(data) {
        console.log('registerd', data);
      },
      callOutgoing(data) {
        console.log('call outgoing', data);
      },
      callEnded(data) {
        console.log('ended', data);
      },
    },
  },
  (data) => console.log('init sdk done', data),
);
