/** Either of them lets a user change Twilio's dial settings (API facts i); the second is one of the platform. */
export const DIAL_PERMISSIONS = ['TWILIO_GLOBAL_DIAL_PARAMS_MANAGE', 'PLATFORM_TWILIO_GLOBAL_DIAL_PARAMS_MANAGE'];
