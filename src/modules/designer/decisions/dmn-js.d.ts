/** dmn-js has no types of its own; what is used of it is typed where it is used. */
declare module 'dmn-js/lib/Modeler.js' {
  const Modeler: unknown;
  export default Modeler;
}
declare module 'dmn-js/lib/NavigatedViewer.js' {
  const NavigatedViewer: unknown;
  export default NavigatedViewer;
}
