namespace BorderPatrol.LogDaemon;

/// <summary>The other side of a connection broke the protocol; the message says how, as the end of a sentence.</summary>
internal sealed class ProtocolException(string message) : Exception(message);
