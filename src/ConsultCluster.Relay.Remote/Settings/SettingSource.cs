namespace ConsultCluster.Relay.Remote.Settings;

/// <summary>Where values come from: the command line, the environment or a file.</summary>
/// <param name="Values">Texts by the settings' names; lists with commas.</param>
/// <param name="NameOf">How people know a setting of this source, for messages.</param>
internal sealed record SettingSource(IReadOnlyDictionary<string, string?> Values, Func<Setting, string> NameOf);
