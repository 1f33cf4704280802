// Upstream: pkg/controller/certificates/certificate_controller.go NewCertificateController
import { usualPace } from '../../client/index.ts';

/** How the controllers of certificates try again. */
export const certificatePace = { ...usualPace, firstMs: 200 };
