using System.Text;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.Server.Hosting;
using Microsoft.Extensions.Options;

namespace ConsultCluster.Fuzz.Campaign;

/// <summary>Settings as flags, one a line; as variables where a line begins with their prefix; and as a file where the input begins with a brace.</summary>
internal static class SettingsTarget
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("consultcluster-fuzz-").FullName;

    public static int Run(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var lines = text.Split('\n');
        string[] arguments = lines is [['{', ..], ..] ? [] : [.. lines.Where(line => !line.StartsWith("CONSULTCLUSTER_", StringComparison.Ordinal) && !IsPath(line))];
        var variables = lines.Where(line => line.Contains('=', StringComparison.Ordinal) && !IsPath(line))
            .Select(line => line.Split('=', 2)).GroupBy(parts => parts[0], StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, (string?)group.First()[1]));
        var file = Path.Combine(Folder, "appsettings.json");
        if (text.StartsWith('{'))
        {
            File.WriteAllBytes(file, input);
        }
        else
        {
            File.Delete(file);
        }

        var values = SettingValues.Read<ServerOptions>(arguments, variables, Folder, _ => "a secret of a file, 0123456789");
        try
        {
            values.Load<ServerOptions>();
            return 1;
        }
        catch (OptionsValidationException exception)
        {
            // One sentence for each mistake; their number and the first words say what was reached.
            return HashCode.Combine(exception.Failures.Count(), exception.Failures.Max(failure => failure.Length) / 8);
        }
    }

    /// <summary>These name files of this machine, which are none of the campaign's.</summary>
    private static bool IsPath(string line) =>
        line.Contains("file", StringComparison.OrdinalIgnoreCase) || line.Contains("settings", StringComparison.OrdinalIgnoreCase)
        || line.Contains("data", StringComparison.OrdinalIgnoreCase) || line.Contains('/', StringComparison.Ordinal);
}
