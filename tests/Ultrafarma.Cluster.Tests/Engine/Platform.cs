using System.Runtime.Versioning;

// The lab is made of Linux namespaces, and so the whole suite runs on Linux.
[assembly: SupportedOSPlatform("linux")]
