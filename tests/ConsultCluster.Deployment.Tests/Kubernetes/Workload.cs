using ConsultCluster.Deployment.Tests.Scenes;
using ConsultCluster.Deployment.Tests.Settings;

namespace ConsultCluster.Deployment.Tests.Kubernetes;

/// <summary>A StatefulSet, Deployment or DaemonSet of one of our pods.</summary>
internal sealed class Workload(Yaml yaml, IReadOnlyDictionary<string, string> settings)
{
    /// <summary>What Kubernetes fills in from the pod.</summary>
    private static readonly Dictionary<string, string> FromThePod = new(StringComparer.Ordinal)
    {
        // As long as a Deployment makes them: node names are limited.
        ["metadata.name"] = "-5d8f9c7b64-abcde",
        ["status.hostIP"] = "192.0.2.10",
        ["status.podIP"] = "10.244.0.10",
    };

    public string Kind => yaml["kind"].Text;

    public string Name => yaml["metadata"]["name"].Text;

    public IReadOnlyDictionary<string, string> Selector => yaml["spec"]["selector"]["matchLabels"].Texts;

    public IReadOnlyDictionary<string, string> PodLabels => yaml["spec"]["template"]["metadata"]["labels"].Texts;

    public Yaml Spec => yaml["spec"];

    public Yaml Pod => yaml["spec"]["template"]["spec"];

    /// <summary>The only one, which the tests below hold.</summary>
    public Yaml Container => Pod["containers"].Items[0];

    public IReadOnlyList<Yaml> Containers => [.. Pod["containers"].Items, .. Pod["initContainers"].Items];

    /// <summary>How the server is started in it.</summary>
    public ServerCommand Command
    {
        get
        {
            var own = Container["env"].Items.ToDictionary(env => env["name"].Text, ValueOf, StringComparer.Ordinal);
            var arguments = Container["args"].Items.Select(argument => own.Aggregate(
                argument.Text, (text, env) => text.Replace($"$({env.Key})", env.Value, StringComparison.Ordinal)));
            var variables = Container["envFrom"].Exists ? settings.ToDictionary(StringComparer.Ordinal) : new(StringComparer.Ordinal);
            foreach (var (name, value) in own)
            {
                variables[name] = value;
            }

            return new ServerCommand([.. arguments], variables);
        }
    }

    private string ValueOf(Yaml env)
    {
        var field = env["valueFrom"]["fieldRef"]["fieldPath"];
        if (field.Exists)
        {
            return FromThePod[field.Text] is { } value && value.StartsWith('-') ? Name + value : FromThePod[field.Text];
        }

        return env["valueFrom"]["secretKeyRef"].Exists ? "Host=of-the-secret" : env["value"].Text;
    }
}
