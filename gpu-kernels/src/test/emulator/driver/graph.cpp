// Graphs made by capture. Nodes run in the order in which they were captured, which is one of the orders a card may take.
#include "api.h"

using namespace emu;

EMU_API cuGraphInstantiateWithFlags(void** exec, void* graph, unsigned long long) {
  if (!is<Graph>(graph)) return refuse(INVALID_HANDLE, "cuGraphInstantiate", "this is no graph");
  auto* x = new GraphExec;
  x->nodes = ((Graph*)graph)->nodes;
  return *exec = x, SUCCESS;
}
EMU_API cuGraphUpload(void* exec, void* stream) { return is<GraphExec>(exec) && stream_of(stream) ? device_state("cuGraphUpload") : INVALID_HANDLE; }
EMU_API cuGraphLaunch(void* exec, void* stream) {
  if (!is<GraphExec>(exec)) return refuse(INVALID_HANDLE, "cuGraphLaunch", "this is no instantiated graph, or it was destroyed");
  auto* x = (GraphExec*)exec;
  return enqueue(stream, NODE_HOST, [x] { for (auto& node : x->nodes) if (!device_state("cuGraphLaunch")) node(); }, "cuGraphLaunch");
}
EMU_API cuGraphDestroy(void* graph) { return is<Graph>(graph) ? (delete (Graph*)graph, SUCCESS) : INVALID_HANDLE; }
EMU_API cuGraphExecDestroy(void* exec) { return is<GraphExec>(exec) ? (delete (GraphExec*)exec, SUCCESS) : INVALID_HANDLE; }

/** The handle of a node points to its type; enough to count them and to ask what they are. */
EMU_API cuGraphGetNodes(void* graph, void** nodes, size_t* count) {
  if (!is<Graph>(graph)) return INVALID_HANDLE;
  auto* g = (Graph*)graph;
  for (size_t i = 0; nodes && i < *count && i < g->nodes.size(); i++) nodes[i] = &g->types[i];
  return *count = g->nodes.size(), SUCCESS;
}
EMU_API cuGraphNodeGetType(void* node, int* type) { return *type = *(int*)node, SUCCESS; }
