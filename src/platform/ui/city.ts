/** What the frames say about the city. */
export type City = {
  /** "Stadt Musterstadt" */
  name: string;
  tagline?: string;
  contact: {
    street: string;
    /** "12345 Musterstadt" */
    place: string;
    phone?: string;
    email?: string;
    /** "Heute 8–16 Uhr": today's hours of the service centre. */
    hoursToday?: string;
  };
};
