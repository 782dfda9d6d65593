using System.Text;
using System.Text.Json;
using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Settings;
using ConsultCluster.RelayNode;
using ConsultCluster.Server.Hosting;

namespace ConsultCluster.Deployment.Tests.Settings;

/// <summary>The files that are made of the settings of both programs: help of <c>./run</c>, samples, and the table in docs/operations.md.</summary>
internal static class SettingFiles
{
    public const string Help = "scripts/help.txt";
    public const string Json = "deploy/appsettings.sample.json";
    public const string Variables = "deploy/consultcluster.env.sample";
    public const string Docs = "docs/operations.md";

    private const string TableStart = "<!-- Made of the settings' attributes; see CONTRIBUTING.md. -->\n";
    private const string TableEnd = "<!-- End of what is made. -->\n";

    private const int Width = 118;

    private static readonly ServerOptions Defaults = new();

    private static readonly (string Name, string Title, Setting[] Settings)[] Sections = Divide();

    /// <summary>Every setting of both programs, once.</summary>
    public static IReadOnlyList<Setting> All { get; } = [.. Sections.SelectMany(section => section.Settings)];

    /// <summary>The text that the file should have.</summary>
    public static string Make(string file) => file switch
    {
        Help => MakeHelp(),
        Json => MakeJson(),
        Variables => MakeVariables(),
        _ => MakeDocs(),
    };

    private static (string, string, Setting[])[] Divide()
    {
        var (server, node) = (Setting.Of(typeof(ServerOptions)), Setting.Of(typeof(RelayNodeOptions)));
        var shared = server.Where(setting => setting.Property.DeclaringType == typeof(ProcessOptions)).ToArray();
        var cluster = server.Except(shared).Where(setting => !setting.Text.Roles.HasFlag(SettingRoles.Lone)).ToArray();
        return
        [
            ("Every process", "Every process:\n", shared),
            ("Servers", "Servers; here the data folder is data, and the web app src/web/dist, both in the source tree:\n", [.. server.Except(shared).Except(cluster)]),
            (
                "Servers of a cluster",
                """
                Servers of a cluster. Without --postgres they use a PostgreSQL in the data folder, which starts with
                the first server and stops with the last. A second server on
                the same machine shares the data folder and takes other ports:
                  ./run --cluster NAME --http-port 8081 --relay-port 7010 --silo-port 11112 --gateway-port 30001

                """,
                cluster),
            (
                "Relay nodes",
                "Relays only, on another machine or in a DMZ, with --role relay; prints `ready` when it has joined:\n",
                [.. node.Where(setting => setting.Property.DeclaringType == typeof(RelayNodeOptions))]),
        ];
    }

    private static string MakeHelp()
    {
        var text = new StringBuilder("./run [flags]     builds what changed and serves until Ctrl+C; prints `ready http://127.0.0.1:8080`\n\n");
        foreach (var (_, title, settings) in Sections)
        {
            text.Append(title).Append('\n').Append(SettingHelp.List(settings, Defaults)).Append('\n');
        }

        return text.Append(SettingHelp.Sources).ToString();
    }

    private static string MakeJson()
    {
        var text = new StringBuilder($$"""
            // ConsultCluster: every setting, each with what it does and its default. Copy it as appsettings.json into the data folder, or beside the
            // program, or name it with --settings, and take the // off what should differ. Variables and flags go before it. An empty value is the
            // default; a name that is not listed here is refused at start. Whoever reads a file with secrets has them: mode 0600.
            {
              "{{SettingValues.Section}}": {

            """);
        foreach (var (name, _, settings) in Sections)
        {
            text.Append($"    // ---- {name} ----\n\n");
            foreach (var setting in settings.Where(setting => setting.Name != nameof(ProcessOptions.Settings)))
            {
                text.Append(Comment("    // ", setting)).Append($"    //\"{setting.Name}\": {JsonValue(setting)},\n\n");
            }
        }

        return text.Append("""
              },
              // Log levels, as in every ASP.NET Core program.
              "Logging": {
                "LogLevel": {
                  //"ConsultCluster": "Debug",
                }
              }
            }

            """).ToString();
    }

    private static string MakeVariables()
    {
        var text = new StringBuilder("""
            # ConsultCluster: every setting, each with what it does and its default.
            #
            # For systemd: copy to /etc/consultcluster/consultcluster.env (a relay node: relay.env), owned by root, mode 0600, and take the # off what
            # should differ. Containers take the same variables. Each is also a flag of the same name (CONSULTCLUSTER_RELAY_PORT: --relay-port), which
            # goes first, and a value in appsettings.json (RelayPort), which goes last. Secrets are better kept out of flags, which process lists show.
            # An empty value is the default. A name that is not listed here is refused at start.


            """);
        foreach (var (name, _, settings) in Sections)
        {
            text.Append($"# ---- {name} ----\n\n");
            foreach (var setting in settings)
            {
                text.Append(Comment("# ", setting)).Append($"#{setting.Variable}={Value(setting)}\n\n");
            }
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string MakeDocs()
    {
        var (docs, table) = (Repository.Text(Docs), new StringBuilder());
        table.Append("| flag | in appsettings.json | for | must be | default | what it does |\n|---|---|---|---|---|---|\n");
        foreach (var setting in All)
        {
            var flag = $"`{$"{setting.Flag} {setting.Text.Placeholder}".TrimEnd()}`";
            table.Append($"| {flag} | `{setting.Name}` | {For(setting)} | {setting.Allowed} | {SettingHelp.Default(setting, Defaults) ?? "off"} | {What(setting)} |\n");
        }

        var (start, end) = (docs.IndexOf(TableStart, StringComparison.Ordinal) + TableStart.Length, docs.IndexOf(TableEnd, StringComparison.Ordinal));
        return docs[..start] + table + docs[end..];
    }

    private static string What(Setting setting) =>
        $"{(setting.Text.IsSecret ? "Secret. " : null)}{char.ToUpperInvariant(setting.Text.Description[0])}{setting.Text.Description[1..]}";

    private static string For(Setting setting) => setting.Text.Roles switch
    {
        SettingRoles.All => "all",
        SettingRoles.Server => "servers and gateways",
        SettingRoles.WithRelays => "servers and relay nodes",
        SettingRoles.Silo | SettingRoles.RelayNode => "servers of a cluster and relay nodes",
        SettingRoles.Silo => "servers of a cluster",
        SettingRoles.Lone | SettingRoles.Silo => "servers",
        SettingRoles.Clustered => "servers and gateways of a cluster",
        SettingRoles.RelayNode => "relay nodes",
        _ => throw new InvalidOperationException($"{setting.Name}: there is no word for {setting.Text.Roles}."),
    };

    /// <summary>What it does, which processes it is for and its default, as comment lines.</summary>
    private static string Comment(string prefix, Setting setting)
    {
        var (text, line) = (new StringBuilder(), new StringBuilder(prefix));
        var only = setting.Text.Roles == SettingRoles.All ? null : $" Only for {For(setting)}.";
        var words = $"{What(setting)}.{only} Default: {SettingHelp.Default(setting, Defaults) ?? "false"}.";
        foreach (var word in words.Split(' '))
        {
            if (line.Length > prefix.Length && line.Length + word.Length > Width)
            {
                text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(prefix);
            }

            line.Append(word).Append(' ');
        }

        return text.Append(line.ToString().TrimEnd()).Append('\n').ToString();
    }

    /// <summary>The default; empty where no value stands for it on every machine.</summary>
    private static string Value(Setting setting)
    {
        var text = setting.Property.GetValue(setting.Property.DeclaringType!.IsInstanceOfType(Defaults) ? Defaults : new RelayNodeOptions()) switch
        {
            bool value => value ? "true" : "false",
            TimeSpan value => $"{value.TotalSeconds}",
            Enum value => $"{value}".ToLowerInvariant(),
            System.Collections.ICollection or null => string.Empty,
            var value => $"{value}",
        };
        return setting.Text.Default is { } words && !words.StartsWith(text, StringComparison.Ordinal) ? string.Empty : text;
    }

    private static string JsonValue(Setting setting) => Value(setting) switch
    {
        _ when setting.ItemType is not null => "[]",
        { Length: > 0 } value when setting.Property.PropertyType != typeof(string) && setting.Property.PropertyType != typeof(ProcessRole) => value,
        var value => JsonSerializer.Serialize(value),
    };
}
