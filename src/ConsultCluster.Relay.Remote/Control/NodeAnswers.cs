using ConsultCluster.Domain.Nodes;
using ConsultCluster.Relay.Remote.Messages;

namespace ConsultCluster.Relay.Remote.Control;

/// <summary>What a node is told when it may not join.</summary>
internal static class NodeAnswers
{
    /// <summary>The refusal.</summary>
    /// <param name="keyId">Lets whoever operates the node compare it with the cluster page.</param>
    public static Refused Of(EnrolmentAnswer answer, string node, string keyId) => answer switch
    {
        EnrolmentAnswer.Waiting => new(
            NodeRefusals.Waiting, $"An administrator has to approve {node} on the cluster page. It shows the key {keyId}. Or start it with --code and a code of that page."),
        EnrolmentAnswer.WaitingKeyUsedUp => new(
            NodeRefusals.Waiting,
            $"The node key enrols nobody more: its limit is reached, or a node that it enrolled was revoked. An administrator has to approve {node} on the cluster page. It shows the key {keyId}."),
        EnrolmentAnswer.Revoked => new(
            NodeRefusals.Revoked, $"An administrator revoked or refused the key of this node ({keyId}). To let this machine in again, start it with another --identity folder and a new code."),
        EnrolmentAnswer.NameTaken => new(
            NodeRefusals.NameTaken, $"Another node is enrolled as {node}, with another key. Choose another name with --node, give this one the other's --identity folder, or have the other revoked on the cluster page."),
        EnrolmentAnswer.OtherName => new(
            NodeRefusals.NameTaken, $"The key of this node is enrolled under another name than {node}. Keep the name, or choose another --identity folder."),
        EnrolmentAnswer.CodeInvalid => new(NodeRefusals.WrongKey, "The join code is wrong, expired or used. Create another one on the cluster page."),
        _ => new(NodeRefusals.Full, "Too many nodes wait to be approved. Decide about them on the cluster page, or start this one with --code and a code of that page."),
    };
}
