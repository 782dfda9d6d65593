using System.ComponentModel.DataAnnotations;
using ConsultCluster.Relay.Remote;
using ConsultCluster.Relay.Remote.Hosting;
using ConsultCluster.Relay.Remote.Keys;
using ConsultCluster.Relay.Remote.Settings;

namespace ConsultCluster.RelayNode;

/// <summary>The settings of a relay node.</summary>
public sealed class RelayNodeOptions : ProcessOptions
{
    /// <summary>Its only role.</summary>
    public RelayNodeOptions() => Role = ProcessRole.Relay;

    /// <summary>The control processes to join, tried in turn.</summary>
    [Setting(SettingRoles.RelayNode, "URL", "the control process to join, https://192.0.2.7:8443, or http on this machine; several are tried in turn", Allowed = "addresses of control processes, such as https://192.0.2.7:8443", Default = "none, must be set")]
    [ControlUrl]
    public IList<Uri> Join { get; } = [];

    /// <summary>A one-time join code; counts until the node is enrolled.</summary>
    [Setting(SettingRoles.RelayNode, "CODE", "a one-time code of the cluster page, with which the node enrols itself at its first start", IsSecret = true, Default = "none, an administrator approves the node on the cluster page")]
    public string? Code { get; set; }

    /// <summary>Folder of the node's own key; null for one by its name in the working folder.</summary>
    [Setting(SettingRoles.RelayNode, "FOLDER", "the node's own key, by which the cluster knows it, and the cluster's key. Made when missing; keep it, and give it to no other node", Default = "node-NAME in the working folder")]
    public string? Identity { get; set; }

    /// <inheritdoc/>
    public override string Program => "a relay node";

    /// <inheritdoc/>
    public override SettingRoles RoleOfSettings => SettingRoles.RelayNode;

    /// <inheritdoc/>
    public override NodeOptions ToNode()
    {
        var node = base.ToNode();
        foreach (var url in Join)
        {
            node.Join.Add(url);
        }

        return node;
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var result in base.Validate(validationContext))
        {
            yield return result;
        }

        if (Role != ProcessRole.Relay)
        {
            yield return new("must be relay here; other roles are the server's.", [nameof(Role)]);
        }

        if (Join.Count == 0)
        {
            yield return new("is missing: it names the control process, such as https://192.0.2.7:8443.", [nameof(Join)]);
        }

        if (Code is not null && JoinCodeText.Parse(Code) is null)
        {
            yield return new("is no join code: it has six groups of five letters and digits, as the cluster page shows it.", [nameof(Code)]);
        }

        foreach (var url in Join.Where(url => url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback))
        {
            yield return new($"must be https for another machine; {url} would not be encrypted. Start the control process with --https.", [nameof(Join)]);
        }
    }
}
