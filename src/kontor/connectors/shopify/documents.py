"""What is asked of Shopify: each document is checked against the official schema of 2026-10 by the tests."""

# ``fulfillments`` is a plain list, which says nothing of a rest: as many as were asked for may be a part.
MOST_PARCELS = 250

ORDERS = """
query OrdersUpdatedSince($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id name createdAt updatedAt cancelledAt displayFinancialStatus displayFulfillmentStatus fullyPaid taxesIncluded test
      presentmentCurrencyCode customerLocale email phone note
      customer { id }
      totalPriceSet { presentmentMoney { amount currencyCode } }
      totalTaxSet { presentmentMoney { amount } }
      totalRefundedSet { presentmentMoney { amount } }
      shippingAddress { name company address1 address2 zip city provinceCode countryCodeV2 phone }
      billingAddress { name company address1 address2 zip city provinceCode countryCodeV2 phone }
      shippingLines(first: 5) {
        nodes { title discountedPriceSet { presentmentMoney { amount } } }
      }
      lineItems(first: 250) {
        pageInfo { hasNextPage }
        nodes {
          id sku name quantity currentQuantity unfulfilledQuantity
          originalUnitPriceSet { presentmentMoney { amount } }
          discountAllocations { allocatedAmountSet { presentmentMoney { amount } } }
        }
      }
    }
  }
}
"""

FULFILLMENT_STATE = """
query OrderFulfillmentState($id: ID!) {
  order(id: $id) {
    id cancelledAt
    fulfillmentOrders(first: 20, displayable: true) {
      pageInfo { hasNextPage }
      nodes {
        id status
        lineItems(first: 250) { pageInfo { hasNextPage } nodes { id remainingQuantity lineItem { id } } }
      }
    }
    fulfillments(first: MOST_PARCELS) { id trackingInfo(first: 10) { number } }
  }
}
""".replace("MOST_PARCELS", str(MOST_PARCELS))

FULFIL = """
mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
  fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status }
    userErrors { field message }
  }
}
"""

CANCEL = """
mutation OrderCancel($orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $staffNote: String,
                     $refundMethod: OrderCancelRefundMethodInput) {
  orderCancel(orderId: $orderId, reason: $reason, restock: $restock, staffNote: $staffNote, refundMethod: $refundMethod) {
    job { id done }
    orderCancelUserErrors { field message code }
  }
}
"""

SET_QUANTITIES = """
mutation InventorySetQuantities($input: InventorySetQuantitiesInput!, $idempotencyKey: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $idempotencyKey) {
    inventoryAdjustmentGroup { id }
    userErrors { code field message }
  }
}
"""

SET_PRICES = """
mutation ProductVariantsBulkUpdate($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $productId, variants: $variants) {
    productVariants { id }
    userErrors { code field message }
  }
}
"""

VARIANTS = """
query Variants($first: Int!, $after: String, $locationId: ID!) {
  productVariants(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id sku price
      product { id }
      inventoryItem { id inventoryLevel(locationId: $locationId) { quantities(names: ["available"]) { name quantity } } }
    }
  }
}
"""

RETURNS = """
query ReturnsUpdatedSince($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      returns(first: 5) {
        pageInfo { hasNextPage }
        nodes {
          id status createdAt
          returnLineItems(first: 50) {
            pageInfo { hasNextPage }
            nodes { quantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { id sku } } } }
          }
        }
      }
    }
  }
}
"""

SETTLEMENTS = """
query BalanceTransactions($first: Int!, $after: String, $query: String) {
  shopifyPaymentsAccount {
    balanceTransactions(first: $first, after: $after, query: $query, sortKey: PROCESSED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes { id type transactionDate net { amount currencyCode } fee { amount } associatedOrder { id } }
    }
  }
}
"""

ALL = (
    ORDERS, FULFILLMENT_STATE, FULFIL, CANCEL, SET_QUANTITIES, SET_PRICES, VARIANTS, RETURNS, SETTLEMENTS,
)  # fmt: skip
