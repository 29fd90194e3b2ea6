namespace Ultrafarma.Cluster.Csync;

/// <summary>What a node says of a config file beside its content.</summary>
internal sealed record CsyncConfigFileFacts(DateTimeOffset Modified, string Mode, string Owner);
